package dev.metier.grade.code;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.alter.Alter;
import net.sf.jsqlparser.statement.alter.AlterExpression;
import net.sf.jsqlparser.statement.create.index.CreateIndex;
import net.sf.jsqlparser.statement.create.table.ColumnDefinition;
import net.sf.jsqlparser.statement.create.table.CreateTable;
import net.sf.jsqlparser.statement.create.view.CreateView;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.drop.Drop;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.truncate.Truncate;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.update.UpdateSet;
import net.sf.jsqlparser.statement.upsert.Upsert;
import net.sf.jsqlparser.util.TablesNamesFinder;
import org.jspecify.annotations.Nullable;

/// What statements of SQL name and what they do with it: `ACTION::SCHEMA::TABLE` and
/// `ACTION::TABLE::COLUMN`, with `null` where nothing is said and `(.*)` for all columns. A table's
/// other name stands for the table. Not thread-safe.
final class NamedInSql extends TablesNamesFinder<Void> {
  private static final String READ = "select";
  private static final String ALL = "(.*)";
  private static final String NONE = "null";

  /// A column as it was written.
  private record Named(String action, String table, String column) {}

  private final boolean mysql;
  private final Set<String> tables = new LinkedHashSet<>();
  private final Set<Named> columns = new LinkedHashSet<>();
  private final Map<String, String> others = new HashMap<>();
  private final IdentityHashMap<Object, String> actions = new IdentityHashMap<>();

  private NamedInSql(boolean mysql) {
    this.mysql = mysql;
  }

  /// What all of these name.
  ///
  /// @param mysql whether double quotes enclose text, save for what is selected
  /// @return empty when one of them is of a kind whose names cannot be told
  static Optional<NamedInSql> of(List<? extends Statement> statements, boolean mysql) {
    var named = new NamedInSql(mysql);
    try {
      statements.forEach(named::getTables);
      return Optional.of(named);
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /// The tables, in the order in which they are met.
  Set<String> tables() {
    return tables;
  }

  /// The columns, in the order in which they are met.
  Set<String> columns() {
    var all = new LinkedHashSet<String>();
    columns.forEach(each ->
        all.add(
            String.join(
                "::",
                each.action(),
                others.getOrDefault(each.table(), each.table()),
                each.column())));
    return all;
  }

  @Override
  public <S> Void visit(Table table, S context) {
    String schema =
        Stream.of(table.getDatabaseName(), table.getSchemaName())
            .filter(Objects::nonNull)
            .map(NamedInSql::bare)
            .collect(
                Collectors.collectingAndThen(
                    Collectors.joining("."), said -> said.isEmpty() ? NONE : said));
    String name = bare(table.getName());
    tables.add(actions.getOrDefault(table, READ) + "::" + schema + "::" + name);
    Optional.ofNullable(table.getAlias())
        .map(Alias::getName)
        .ifPresent(other -> others.put(bare(other), name));
    return null;
  }

  @Override
  public <S> Void visit(Column column, S context) {
    boolean text = mysql && column.getTable() == null && column.getColumnName().startsWith("\"");
    if (!text) {
      add(actions.getOrDefault(column, READ), column);
    }
    return null;
  }

  private void add(String action, Column column) {
    String table = Optional.ofNullable(column.getTable()).map(this::qualified).orElse(NONE);
    columns.add(new Named(action, table, bare(column.getColumnName())));
  }

  private String qualified(Table table) {
    String name = bare(table.getName());
    return Optional.ofNullable(table.getSchemaName())
        .map(schema -> bare(schema) + (mysql ? "::" : ".") + name)
        .orElse(name);
  }

  @Override
  public <S> Void visit(SelectItem<?> item, S context) {
    switch (item.getExpression()) {
      case AllTableColumns all -> columns.add(new Named(READ, qualified(all.getTable()), ALL));
      case AllColumns _ -> columns.add(new Named(READ, NONE, ALL));
      case Column column when column.getTable() == null -> add(READ, column);
      default -> super.visit(item, context);
    }
    return null;
  }

  @Override
  public <S> Void visit(Insert insert, S context) {
    actions.put(insert.getTable(), "insert");
    set(insert.getSetUpdateSets(), "insert");
    super.visit(insert, context);
    into(insert.getTable(), insert.getColumns());
    return null;
  }

  @Override
  public <S> Void visit(Upsert upsert, S context) {
    actions.put(upsert.getTable(), "insert");
    super.visit(upsert, context);
    into(upsert.getTable(), upsert.getColumns());
    return null;
  }

  private void into(Table table, @Nullable List<Column> written) {
    String name = bare(table.getName());
    List<Column> named = Optional.ofNullable(written).orElse(List.of());
    named.forEach(column -> columns.add(new Named("insert", name, bare(column.getColumnName()))));
    if (named.isEmpty()) {
      columns.add(new Named("insert", name, ALL));
    }
  }

  @Override
  public <S> Void visit(Update update, S context) {
    actions.put(update.getTable(), "update");
    Stream<Column> changed = set(update.getUpdateSets(), "update");
    super.visit(update, context);
    if (!mysql) {
      changed.forEach(column -> add(READ, column));
    }
    return null;
  }

  /// Marks the columns that are set.
  private Stream<Column> set(List<UpdateSet> sets, String action) {
    List<Column> all =
        Optional.ofNullable(sets).stream()
            .flatMap(List::stream)
            .flatMap(set -> set.getColumns().stream())
            .toList();
    all.forEach(column -> actions.put(column, action));
    return all.stream();
  }

  @Override
  public <S> Void visit(Delete delete, S context) {
    actions.put(delete.getTable(), "delete");
    super.visit(delete, context);
    columns.add(new Named("delete", bare(delete.getTable().getName()), ALL));
    return null;
  }

  @Override
  public <S> Void visit(Truncate truncate, S context) {
    actions.put(truncate.getTable(), "truncate");
    return super.visit(truncate, context);
  }

  @Override
  public <S> Void visit(Drop drop, S context) {
    actions.put(drop.getName(), "drop");
    return super.visit(drop, context);
  }

  @Override
  public <S> Void visit(Alter alter, S context) {
    actions.put(alter.getTable(), "alter");
    visit(alter.getTable(), context);
    for (AlterExpression change : alter.getAlterExpressions()) {
      Optional.ofNullable(change.getColumnName())
          .ifPresent(name -> columns.add(new Named(READ, NONE, bare(name))));
      Optional.ofNullable(change.getColDataTypeList()).stream()
          .flatMap(List::stream)
          .forEach(this::create);
    }
    return null;
  }

  @Override
  public <S> Void visit(CreateTable create, S context) {
    actions.put(create.getTable(), "create");
    Optional.ofNullable(create.getColumnDefinitions()).stream()
        .flatMap(List::stream)
        .forEach(this::create);
    return super.visit(create, context);
  }

  private void create(ColumnDefinition column) {
    columns.add(new Named(READ, NONE, bare(column.getColumnName())));
    columns.add(new Named("create", NONE, bare(column.getColumnName())));
  }

  @Override
  public <S> Void visit(CreateIndex create, S context) {
    create
        .getIndex()
        .getColumnsNames()
        .forEach(name -> columns.add(new Named(READ, NONE, bare(name))));
    return super.visit(create, context);
  }

  @Override
  public <S> Void visit(CreateView create, S context) {
    actions.put(create.getView(), "create");
    return super.visit(create, context);
  }

  /// A name without its quotes.
  private static String bare(String name) {
    boolean quoted = name.length() > 1 && "\"`[".indexOf(name.charAt(0)) >= 0;
    return quoted ? name.substring(1, name.length() - 1) : name;
  }
}
