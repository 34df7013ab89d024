"""The public look-up (信访事项查询): by name and query code, without signing in."""
