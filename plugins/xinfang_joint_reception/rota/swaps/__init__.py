"""Swaps and stand-ins (换班、代班): asked, accepted, approved."""
