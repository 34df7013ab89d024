"""The roll of people who study (学习人员名册)."""
