"""Import of modules' ledgers (模块台账导入): one way in for every plugin, by command and in the browser."""
