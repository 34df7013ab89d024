"""Petitions (信访事项): registration, the register, the case page and its steps."""
