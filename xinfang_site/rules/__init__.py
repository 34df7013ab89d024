"""The office's own rules (本地规则): dated, versioned overrides of the limits in ``domain.limits.rule_sets``."""
