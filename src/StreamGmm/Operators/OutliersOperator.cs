using System.Reactive.Linq;

namespace StreamGmm;

/// <summary>The operator <c>Outliers</c>.</summary>
public static class OutliersOperator
{
    /// <summary>The items whose log density is below a quantile of the log densities of those before them: of the latest max(1000, 20/q), once a quarter of them is known.</summary>
    /// <remarks>
    /// The share of the items told is q whatever the mixture, while the stream stays as it is. The window just slides on at a drift:
    /// of what is new the first 20 are told, then ever fewer, until it is usual. Judge by <c>Drifts</c> whether the stream or an item is odd.
    /// </remarks>
    /// <typeparam name="T">What the stream is of.</typeparam>
    /// <param name="items">What <c>AssignWith</c> gives.</param>
    /// <param name="quantile">q, from 1e-5 to 0.5: 0.01 for the most unlikely hundredth.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quantile is outside its range.</exception>
    public static IObservable<Assigned<T>> Outliers<T>(this IObservable<Assigned<T>> items, double quantile)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (quantile is not (>= 1e-5 and <= 0.5))
            throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "A quantile for outliers lies from 1e-5 to 0.5.");
        return Observable.Defer(() =>
        {
            var latest = new SlidingQuantile(quantile);
            return items.Where(item => latest.IsBelow(item.LogDensity));
        });
    }

    /// <summary><c>AssignWith</c> and then the outliers of its items.</summary>
    /// <inheritdoc cref="Outliers{T}(IObservable{Assigned{T}}, double)"/>
    /// <param name="source">The items.</param>
    /// <param name="states">What <c>FollowMixture</c> gives.</param>
    /// <param name="quantile">q, from 1e-5 to 0.5: 0.01 for the most unlikely hundredth.</param>
    /// <param name="dimension">D, the features of a row.</param>
    /// <param name="fill">Writes the features of an item to a row of zeros.</param>
    public static IObservable<Assigned<T>> Outliers<T>(this IObservable<T> source, IObservable<OnlineState> states, double quantile, int dimension, RowFill<T> fill) =>
        source.AssignWith(states, dimension, fill).Outliers(quantile);

    /// <summary><c>AssignWith</c> by a selector, and then the outliers of its items.</summary>
    /// <inheritdoc cref="Outliers{T}(IObservable{Assigned{T}}, double)"/>
    /// <param name="source">The items.</param>
    /// <param name="states">What <c>FollowMixture</c> gives.</param>
    /// <param name="quantile">q, from 1e-5 to 0.5: 0.01 for the most unlikely hundredth.</param>
    /// <param name="features">The features of an item.</param>
    public static IObservable<Assigned<T>> Outliers<T>(this IObservable<T> source, IObservable<OnlineState> states, double quantile, Func<T, double[]> features) =>
        source.AssignWith(states, features).Outliers(quantile);
}
