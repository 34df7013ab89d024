"""Code tables (代码表): editable values with validity dates."""
