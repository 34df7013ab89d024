"""Pages of ledger import (台账导入页面): upload, columns, trial, confirmation, result, taking back."""
