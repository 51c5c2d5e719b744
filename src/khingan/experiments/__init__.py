"""Campaigns by the thousand, and what they leave behind."""
