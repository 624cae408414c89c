namespace StreamGmm;

/// <summary>What is said of a broker that takes no messages.</summary>
internal static class BlockedBroker
{
    /// <summary>What is wrong, and what to try.</summary>
    public static string Warning(string reason) =>
        $"The broker takes no messages for now ({reason}): make room on its disk or in its memory, or lower its limits (rabbitmqctl set_disk_free_limit, set_vm_memory_high_watermark). All wait and go on by themselves.";
}
