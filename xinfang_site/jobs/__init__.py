"""Background work (后台任务): a job table in the same database and one worker process."""
