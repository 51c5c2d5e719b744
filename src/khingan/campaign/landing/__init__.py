"""Lifts by sea, river and air: embarking, the passage, coming ashore against an enemy or not."""
