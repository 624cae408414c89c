namespace StreamGmm.Core.Tests.Kernels;

/// <summary>Memory for a kernel to write to, between two walls that show when it writes beyond.</summary>
internal sealed class Guarded
{
    private const int Wall = 64;
    private const double Brick = 1234.5;
    private readonly double[] memory;
    private readonly int length;

    public Guarded(int length, double content = 0)
    {
        this.length = length;
        memory = new double[length + (2 * Wall)];
        Array.Fill(memory, Brick);
        Span.Fill(content);
    }

    public Span<double> Span => memory.AsSpan(Wall, length);

    public void AssertWallsStand()
    {
        Assert.All(memory[..Wall], x => Assert.Equal(Brick, x));
        Assert.All(memory[^Wall..], x => Assert.Equal(Brick, x));
    }
}
