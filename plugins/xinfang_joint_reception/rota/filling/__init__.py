"""Automatic filling (自动排班): empty seats from the roster, looked at before it is saved."""
