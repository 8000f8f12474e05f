namespace Prover.Proving.Circuits;

/// <summary>Collects the sizes of layers while a network is built.</summary>
internal sealed class LayerLedger
{
    private readonly List<Entry> entries = [];
    private readonly Dictionary<string, Entry> byNode = [];

    /// <summary>The entry of a layer, new at its first mention.</summary>
    public Entry Of(string node)
    {
        if (byNode.TryGetValue(node, out Entry? entry)) return entry;
        entry = new(node);
        entries.Add(entry);
        byNode.Add(node, entry);
        return entry;
    }

    /// <summary>All layers in order of their first mention.</summary>
    public NetworkStatistics Summarise() => new([.. entries.Select(entry => new LayerStatistics(
        entry.Node, entry.Parameters, entry.Products, entry.Contractions, entry.Lookups, entry.TableRows, entry.Committed))]);

    /// <summary>The running sizes of one layer.</summary>
    internal sealed class Entry(string node)
    {
        public string Node { get; } = node;

        public long Parameters { get; set; }

        public long Products { get; set; }

        public int Contractions { get; set; }

        public long Lookups { get; set; }

        public long TableRows { get; set; }

        public long Committed { get; set; }
    }
}
