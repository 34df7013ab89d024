"""Legal study (学法): the year's plan, sessions, attendance, quizzes, certificates, teaching sheets."""
