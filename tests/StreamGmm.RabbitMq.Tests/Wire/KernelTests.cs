namespace StreamGmm.RabbitMq.Tests.Wire;

public class KernelTests
{
    [Fact]
    public async Task Narrower_vectors_have_the_same_fingerprint_and_no_fused_products_another()
    {
        var here = await AskAsync();
        Assert.Equal($"{Kernel.Here.Fingerprint:X} {Kernel.Here.Path}", here);
        if (!System.Runtime.Intrinsics.X86.Avx2.IsSupported)
            return;
        Assert.Equal(here.Split(' ')[0], (await AskAsync(("DOTNET_EnableAVX512", "0"), ("DOTNET_EnableAVX512F", "0"))).Split(' ')[0]);
        var plain = await AskAsync(("DOTNET_EnableAVX2", "0"), ("DOTNET_EnableFMA", "0"));
        Assert.Contains("not fused", plain, StringComparison.Ordinal);
        Assert.NotEqual(here.Split(' ')[0], plain.Split(' ')[0]);
    }

    private static async Task<string> AskAsync(params (string, string)[] environment)
    {
        using var process = OwnProcess.Start(["kernel"], environment);
        return (await process.StandardOutput.ReadToEndAsync()).Trim();
    }
}
