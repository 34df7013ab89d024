"""The rota (排班): kinds, roster, rules, sessions, published versions, swaps, calendar feeds."""
