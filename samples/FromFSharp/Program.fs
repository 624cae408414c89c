// Old Faithful from F#: a fit is an unfold, unions are matched, statistics are folded with +, a stream is an observable to filter and scan.
open System
open System.IO
open System.Reactive.Concurrency
open System.Reactive.Linq
open StreamGmm

let eruptions = DataFile.Read(Path.Combine(AppContext.BaseDirectory, "faithful.csv")).Samples

// Starts at random, so that there is something to watch.
let start = InitialMixture.Create(eruptions, 2, seeding = Seeding.RandomSamples(), seed = 1)
let options = EmOptions(Tolerance = 1e-6)

let next (state: EmState) =
    match state.Status with
    | EmStatus.Running -> Some(Em.Next(state, eruptions, options))
    | _ -> None

let states =
    Some(Em.Start(start, eruptions, options))
    |> Seq.unfold (Option.map (fun state -> state, next state))
    |> Seq.toList

printfn $"Old Faithful: {eruptions}"

for state in states do
    printfn $"  iteration {state.Iteration, 2}   log-likelihood {state.LogLikelihood:F6}"

let fit = List.last states
let geyser = fit.Mixture

let outcome =
    match fit.Status, fit.Degeneracy with
    | EmStatus.Converged, _ -> "converged"
    | EmStatus.Degenerate, NonNull why -> $"component {why.Component} collapsed: {why.Reason}"
    | _ -> "not there yet"

let raised (regularization: Regularization) =
    match regularization with
    | :? Regularization.Relative as relative -> $"by {relative.Share} of those of the data"
    | :? Regularization.Absolute as absolute -> $"by {absolute.Variance}"
    | other -> $"as {other}"

printfn $"{outcome}: weights {geyser.Weights}, means {geyser.Means}; variances are raised {raised options.Regularization}"

// The same as an observable: how each of three starts ends, and which is the best so far.
Gmm.Observe(eruptions, FitOptions(2, Seeding = Seeding.RandomSamples(), Restarts = 3), ImmediateScheduler.Instance)
|> Observable.filter (fun state -> state.Status <> EmStatus.Running)
|> Observable.scan (fun (_, best) state -> $"start {state.Restart}: {state.Iteration} iterations", max best state.LogLikelihood) ("", Double.NegativeInfinity)
|> Observable.add (fun (what, best) -> printfn $"  {what}, best log-likelihood {best:F6}")

// What a fit tells of the kinds of eruption depends on the shape of its covariances.
let told (covariances: Covariances) =
    match covariances with
    | :? Covariances.Full as full -> full.Matrices |> Seq.map (fun matrix -> $"{sqrt (matrix[1, 1]):F1} min") |> String.concat " and "
    | :? Covariances.Tied as tied -> $"{sqrt (tied.Matrix[1, 1]):F1} min in both kinds"
    | :? Covariances.Diagonal as diagonal -> diagonal.Variances |> Seq.map (fun row -> $"{sqrt (row[1]):F1} min") |> String.concat " and "
    | :? Covariances.Spherical as spherical -> spherical.Variances |> Seq.map (fun variance -> $"{sqrt variance:F1} min") |> String.concat " and "
    | :? Covariances.LowRank as low -> low.Noise |> Seq.map (fun variance -> $"{sqrt variance:F1} min beside {low.Rank} directions") |> String.concat " and "
    | other -> $"as {other}"

for shape in CovarianceShape.All do
    let best = Gmm.Fit(eruptions, FitOptions(2, Shape = shape))
    printfn $"  {shape, -9}   BIC {InformationCriteria.Of(best).Bic:F1}   waiting varies by {told best.Mixture.Covariances}"

// Statistics add. There is no zero for all: that of nothing has a shape and a size too, so that lists are reduced, or folded from SufficientStatistics.Zero.
let sum =
    [ 0..68..204 ]
    |> List.map (fun first -> EStep.Expect(geyser, eruptions.Slice(first, 68), fit.Statistics.Origin))
    |> List.reduce (+)

let maximized statistics = MStep.Maximize(statistics, geyser, options.Regularization)
let close = Seq.forall2 (fun (x: float) y -> abs (x - y) < 1e-9) (Seq.concat (maximized sum).Means) (Seq.concat (maximized fit.Statistics).Means)

if not close then
    failwith "Statistics of shards should give the fit of the whole."

printfn $"Four shards, {sum.TotalWeight} samples in all: their statistics add up to the fit of the whole"

// Samples are a list of their rows.
let oddest = eruptions |> Seq.minBy (fun row -> geyser.LogDensity row)
printfn $"The oddest eruption: {oddest[0]} min, after which {oddest[1]} min passed"

// A density answers questions: how long to wait, after an eruption of so many minutes?
for minutes in [ 2.0; 3.0; 4.5 ] do
    let wait = geyser.Condition([| 0 |], [| minutes |])
    printfn $"After {minutes:F1} min wait {wait.Quantile 0.05:F0} to {wait.Quantile 0.95:F0} min, {wait.Mean()[0]:F1} on average"

// A stream: after 6,000 eruptions a third kind begins, and a component may be born for it.
let later =
    GaussianMixture(
        RealVector.Create [ 0.3; 0.4; 0.3 ],
        RealMatrix.Create(array2D [ [ 2.0; 54.0 ]; [ 4.3; 80.0 ]; [ 6.5; 60.0 ] ]),
        Covariances.Diagonal(RealMatrix.Create(array2D [ [ 0.1; 34.0 ]; [ 0.2; 36.0 ]; [ 0.1; 16.0 ] ]))
    )

let following = OnlineOptions(2, Structure = Structure.Adapt(1, 4))

let remembered (memory: MemoryPolicy) =
    match memory with
    | :? MemoryPolicy.Adaptive -> "everything, until there is an alarm"
    | :? MemoryPolicy.Window as window -> $"the last {window.Samples}"
    | :? MemoryPolicy.HalfLife as half when half.Samples.HasValue -> $"half of what is {half.Samples.Value} ago"
    | other -> $"as {other}"

// What happened, and who is alive after it.
let became (alive: Set<int64>) (event: LineageEvent) =
    match event with
    | :? LineageEvent.Born as born -> $"{born.Id} is born", alive.Add born.Id
    | :? LineageEvent.Died as died -> $"{died.Id} dies", alive.Remove died.Id
    | :? LineageEvent.Merged as merged -> $"{merged.First} and {merged.Second} become {merged.Into}", alive.Remove(merged.First).Remove(merged.Second).Add merged.Into
    | :? LineageEvent.Split as split -> $"{split.From} becomes {split.First} and {split.Second}", alive.Remove(split.From).Add(split.First).Add split.Second
    | other -> $"{other}", alive

printfn $"A stream of {12_000} eruptions; remembered is {remembered following.Memory}:"

let stream =
    Seq.append (geyser.Sample(6_000, seed = 1)) (later.Sample(6_000, seed = 2))
    |> Observable.ToObservable

let followed = stream.ToSamples(Seq.toArray, count = 100).FollowMixture(following).Publish()

followed
|> Observable.filter _.Alarm
|> Observable.add (fun state -> printfn $"  ALARM after {state.Position}: memory is cut to {state.Memory:F0}")

followed.Lineage()
|> Observable.scan (fun (_, alive) event -> became alive event) ("", set [ 0L; 1L ])
|> Observable.add (fun (what, alive) -> printfn $"  {what}; alive: {Seq.toList alive}")

followed
|> Observable.filter (fun state -> state.Position % 3_000L = 0L)
|> Observable.choose (fun state -> state.Mixture |> Option.ofObj |> Option.map (fun mixture -> state.Position, mixture))
|> Observable.add (fun (position, mixture) -> printfn $"  {position, 6}   means {mixture.Means}")

followed.Connect() |> ignore
