namespace StreamGmm;

/// <summary>Writes the features of an item to a row that is all zeros before: <c>(r, row) =&gt; { row[0] = r.X; row[1] = r.Y; }</c>.</summary>
/// <typeparam name="T">What has features.</typeparam>
/// <param name="item">The item.</param>
/// <param name="row">D values to write; not to be kept.</param>
public delegate void RowFill<in T>(T item, Span<double> row);
