"""Commands in tests (测试命令): ``xinfang`` run inside the test's process, on the instance of its site."""

from click.testing import CliRunner

from xinfang_site.cli import main


def output_of(instance: str, *words: str) -> str:
    """What ``xinfang`` prints for these words.

    Raises:
        AssertionError: it did not succeed.
    """
    environment = {"XINFANG_INSTANCE": instance, "XINFANG_DATABASE_URL": None}
    done = CliRunner().invoke(main, list(words), env=environment, catch_exceptions=False)
    if done.exit_code != 0:
        raise AssertionError(done.output)
    return str(done.output)
