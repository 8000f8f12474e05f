namespace Prover.Proving.Circuits;

/// <summary>The size of a network's circuit. Counts are of used elements, before padding to powers of two.</summary>
/// <param name="Layers">Each layer, in order of creation; tables shared by the whole circuit are the last entry.</param>
public sealed record NetworkStatistics(LayerStatistics[] Layers)
{
    /// <summary>Constants of the model without tables.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Multiplications of all accumulators.</summary>
    public long Products => Layers.Sum(layer => layer.Products);

    /// <summary>Inner products, counted as relations.</summary>
    public int Contractions => Layers.Sum(layer => layer.Contractions);

    /// <summary>All lookups.</summary>
    public long Lookups => Layers.Sum(layer => layer.Lookups);

    /// <summary>All table rows.</summary>
    public long TableRows => Layers.Sum(layer => layer.TableRows);

    /// <summary>All witness elements without multiplicities.</summary>
    public long Committed => Layers.Sum(layer => layer.Committed);
}
