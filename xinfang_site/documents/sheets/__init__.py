"""Slips and sheets (单据): composed when they are printed, without number, kept nowhere."""
