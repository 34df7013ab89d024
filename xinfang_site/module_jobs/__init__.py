"""Background work of modules (模块后台任务): queued by their pages, done by the worker, fetched from one page."""
