"""Rules of the daily briefing (每日要情规则): pure, days and instants in, values or refusals out."""
