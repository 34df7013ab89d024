"""The office's own rules (本地规则): dated, versioned overrides of the statute's time limits,
which stand in ``domain.limits.rule_sets``."""
