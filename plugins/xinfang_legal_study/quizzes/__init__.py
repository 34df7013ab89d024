"""Quizzes (学法考试): bank, papers, scores, certificates."""
