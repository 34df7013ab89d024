"""The office's own rules (本地规则): dated, versioned overrides of the statute's time limits."""
