"""Batches (导入批次): opened, seen, remembered, taken back and cleaned up after."""
