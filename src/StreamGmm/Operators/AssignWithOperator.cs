using System.Reactive.Linq;

namespace StreamGmm;

/// <summary>The operator <c>AssignWith</c>.</summary>
public static class AssignWithOperator
{
    /// <summary>Each item with its most likely component under the latest mixture that was reported. Items before the first mixture are passed over.</summary>
    /// <remarks>
    /// <paramref name="states"/> is subscribed to first. When it ends, its last mixture stays; its fault is a fault here. An item with a value that is no finite number, or of another dimension than the mixture, is a fault too: leave such items out before.
    /// </remarks>
    /// <typeparam name="T">What has features.</typeparam>
    /// <param name="source">The items.</param>
    /// <param name="states">What <c>FollowMixture</c> gives.</param>
    /// <param name="dimension">D, the features of a row.</param>
    /// <param name="fill">Writes the features of an item to a row of zeros.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 1.</exception>
    public static IObservable<Assigned<T>> AssignWith<T>(this IObservable<T> source, IObservable<OnlineState> states, int dimension, RowFill<T> fill)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(fill);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        return ByRow(dimension, fill, features => source.AssignWith(states, features));
    }

    /// <summary>The same from a selector, <c>AssignWith(states, r =&gt; [r.X, r.Y])</c>: shorter to write, and an array for each item.</summary>
    /// <inheritdoc cref="AssignWith{T}(IObservable{T}, IObservable{OnlineState}, int, RowFill{T})"/>
    /// <param name="source">The items.</param>
    /// <param name="states">What <c>FollowMixture</c> gives.</param>
    /// <param name="features">The features of an item.</param>
    public static IObservable<Assigned<T>> AssignWith<T>(this IObservable<T> source, IObservable<OnlineState> states, Func<T, double[]> features)
    {
        ArgumentNullException.ThrowIfNull(states);

        // The reported mixture is made when it is first asked for, once a state.
        return ByLatest(source, states.Where(state => state.Current is not null), state => (state.Mixture!, state.ComponentIds), features);
    }

    /// <summary>The same with models that were published, perhaps by another process.</summary>
    /// <inheritdoc cref="AssignWith{T}(IObservable{T}, IObservable{OnlineState}, int, RowFill{T})"/>
    /// <param name="source">The items.</param>
    /// <param name="models">The models, each until the next.</param>
    /// <param name="dimension">D, the features of a row.</param>
    /// <param name="fill">Writes the features of an item to a row of zeros.</param>
    public static IObservable<Assigned<T>> AssignWith<T>(this IObservable<T> source, IObservable<PublishedModel> models, int dimension, RowFill<T> fill)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(fill);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        return ByRow(dimension, fill, features => source.AssignWith(models, features));
    }

    /// <summary>The same with models that were published, from a selector.</summary>
    /// <inheritdoc cref="AssignWith{T}(IObservable{T}, IObservable{OnlineState}, int, RowFill{T})"/>
    /// <param name="source">The items.</param>
    /// <param name="models">The models, each until the next.</param>
    /// <param name="features">The features of an item.</param>
    public static IObservable<Assigned<T>> AssignWith<T>(this IObservable<T> source, IObservable<PublishedModel> models, Func<T, double[]> features)
    {
        ArgumentNullException.ThrowIfNull(models);
        return ByLatest(source, models, model => (model.Mixture, model.ComponentIds), features);
    }

    private static IObservable<Assigned<T>> ByRow<T>(int dimension, RowFill<T> fill, Func<Func<T, double[]>, IObservable<Assigned<T>>> assign) => Observable.Defer(() =>
    {
        var row = new double[dimension];
        return assign(item =>
        {
            row.AsSpan().Clear();
            fill(item, row);
            return row;
        });
    });

    private static IObservable<Assigned<T>> ByLatest<T, TModel>(IObservable<T> source, IObservable<TModel> models, Func<TModel, (GaussianMixture, IReadOnlyList<long>)> mixtureOf, Func<T, double[]> features)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(features);
        return source.WithLatestFrom(models, (item, model) =>
        {
            var (mixture, ids) = mixtureOf(model);
            var (component, probability, logDensity) = mixture.Describe(features(item));
            return new Assigned<T>(item, component, ids[component], probability, logDensity);
        });
    }
}
