"""Command and communications: headquarters, who is in touch with whom, how news goes up and orders come down."""
