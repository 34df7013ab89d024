"""Disposals (保管与清除): files past their time, requests of petitioners, and deletion decided by two people."""
