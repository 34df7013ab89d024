"""Setting up (接访设置): kinds, roster, leave, days without reception."""
