"""Joint reception (联合接访排班): rotas of leaders, departments and lawyers, the day in the hall, what came of it."""
