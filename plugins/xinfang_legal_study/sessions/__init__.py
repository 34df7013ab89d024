"""Study sessions (学习场次): from the plan to minutes, signatures, files."""
