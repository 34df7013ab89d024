"""Running an import (执行导入): queued, tried or taken in, told as it goes."""
