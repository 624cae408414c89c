namespace StreamGmm.Core.Tests.Evaluation;

public class LinearAssignmentTests
{
    [Fact]
    public void The_cheapest_is_not_the_greediest()
    {
        // Greedy takes 1 and must take 100.
        Assert.Equal([1, 0], LinearAssignment.Solve([[1, 2], [3, 100]]));
        Assert.Equal([1, 0, 2], LinearAssignment.Solve([[4, 1, 3], [2, 0, 5], [3, 2, 2]]));
    }

    [Fact]
    public void Where_there_are_fewer_columns_some_rows_have_none()
    {
        Assert.Equal([-1, 0, -1], LinearAssignment.Solve([[5], [-1], [3]]));
        Assert.Equal([2], LinearAssignment.Solve([[5, 4, -3, 9]]));
        Assert.Equal([-1, -1], LinearAssignment.Solve(RealMatrix.Create(2, 0, [])));
        Assert.Empty(LinearAssignment.Solve(RealMatrix.Create(0, 3, [])));
    }

    [Fact]
    public void Costs_are_finite() => Assert.Equal(
        "The cost of row 1, column 0 is Infinity: costs are finite. Give a large number for what must not be.",
        Refusal.Of(() => LinearAssignment.Solve([[0, 1], [double.PositiveInfinity, 1]])));
}
