"""A fictional year of study (演示数据): sessions, questions, papers."""
