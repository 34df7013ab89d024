"""Audit (审计): an append-only, hash-chained record of every act and every view."""
