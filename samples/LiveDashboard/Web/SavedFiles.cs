using System.Net.Mime;
using LiveDashboard.Fitting;
using Microsoft.AspNetCore.Http.HttpResults;
using StreamGmm;

namespace LiveDashboard.Web;

/// <summary>The model and the state as files: what is downloaded here is what <see cref="Gmm.Load"/> and <see cref="Gmm.LoadState"/> read, and a state comes back the same way.</summary>
internal static class SavedFiles
{
    /// <summary>The most bytes of a state that is taken: thousands of times those of a usual one.</summary>
    public const int MostBytes = 16 << 20;

    /// <summary>Of what is too large so much is read and thrown away, so that the one who sends it hears why.</summary>
    public const int MostIgnored = 4 * MostBytes;

    /// <summary>Adds the endpoints.</summary>
    public static void MapSavedFiles(this IEndpointRouteBuilder routes, LiveFit fit)
    {
        var oneAtATime = new SemaphoreSlim(1);
        routes.MapGet("/model", Results<FileContentHttpResult, Conflict<Told>> () => fit.Saved() is { State.Mixture: { } mixture } saved
            ? Written("model.json", new SavedMixture(mixture, saved.Columns).Write)
            : TypedResults.Conflict(new Told("There is no mixture yet: the first samples are being collected. Try again in a moment.")));
        routes.MapGet("/state", () => Written("state.json", fit.Saved().Write));
        routes.MapPost("/state", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            await oneAtATime.WaitAsync(cancellationToken);
            try
            {
                return await Resume(request.Body, fit, cancellationToken);
            }
            finally
            {
                oneAtATime.Release();
            }
        });
    }

    private static FileContentHttpResult Written(string name, Action<Stream> write)
    {
        using var bytes = new MemoryStream();
        write(bytes);
        return TypedResults.File(bytes.ToArray(), MediaTypeNames.Application.Json, name);
    }

    private static async Task<IResult> Resume(Stream body, LiveFit fit, CancellationToken cancellationToken)
    {
        if (await Received(body, cancellationToken) is not { } bytes)
            return TypedResults.Json(new Told($"The file has more than {MostBytes >> 20} MB: states are far smaller. Choose a file that was downloaded here, or that Gmm.SaveState or streamgmm follow --state wrote."), WireJson.Default.Told, statusCode: StatusCodes.Status413PayloadTooLarge);
        try
        {
            var saved = SavedState.Read(bytes);
            return Controls.Do(() => fit.Resume(saved), $"Resumed from a state of {saved.State.SamplesSeen:N0} samples.");
        }
        catch (InvalidDataException e)
        {
            return TypedResults.BadRequest(new Told(e.Message));
        }
    }

    /// <summary>The body; null where it is too large.</summary>
    private static async Task<MemoryStream?> Received(Stream body, CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int count; (count = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (bytes.Length <= MostBytes)
                bytes.Write(buffer, 0, count);
        }

        bytes.Position = 0;
        return bytes.Length <= MostBytes ? bytes : null;
    }
}
