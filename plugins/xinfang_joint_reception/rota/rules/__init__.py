"""Rules of the rota (排班规则): saved, looked at, and turned into sessions."""
