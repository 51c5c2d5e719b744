"""khingan: executable history."""
