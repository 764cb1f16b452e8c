"""A lookup for long lists of ids: `account_id__among=sight.whole`.

`__in` writes every id as a value of its own, which Django prepares and PostgreSQL reads
one by one. An official's two thousand companies, several times a page, cost more than
all rows of it. This passes the list as one value.
"""

from collections.abc import Collection

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigAutoField, ForeignKey, Lookup
from django.db.models.sql.compiler import SQLCompiler


@BigAutoField.register_lookup
@ForeignKey.register_lookup
class Among(Lookup):
    """Keep rows whose id is in a list; an empty one keeps none, as with `__in`."""

    lookup_name = "among"
    prepare_rhs = False
    rhs: Collection[int]

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        if not self.rhs:
            raise EmptyResultSet
        column, values = self.process_lhs(compiler, connection)
        if len(self.rhs) == 1:  # an index gives its rows in order
            return f"{column} = %s", (*values, *self.rhs)
        listed = ",".join(map(str, self.rhs))
        return f"{column} = ANY (%s::bigint[])", (*values, f"{{{listed}}}")
