namespace Dashboard.Simulator.Objects;

/// <summary>An age as kubectl prints it, always in two units at most and coarser the older it is.</summary>
internal static class Ages
{
    public static string Of(DateTimeOffset since, DateTimeOffset now)
    {
        var age = now - since;
        var seconds = (long)age.TotalSeconds;
        if (seconds < 0) return seconds < -1 ? "<invalid>" : "0s";
        if (seconds < 120) return $"{seconds}s";
        var minutes = seconds / 60;
        if (minutes < 10) return seconds % 60 == 0 ? $"{minutes}m" : $"{minutes}m{seconds % 60}s";
        if (minutes < 180) return $"{minutes}m";
        var hours = minutes / 60;
        if (hours < 8) return minutes % 60 == 0 ? $"{hours}h" : $"{hours}h{minutes % 60}m";
        if (hours < 48) return $"{hours}h";
        var days = hours / 24;
        if (days < 8) return hours % 24 == 0 ? $"{days}d" : $"{days}d{hours % 24}h";
        if (days < 730) return $"{days}d";
        var years = days / 365;
        return years < 8 && days % 365 > 0 ? $"{years}y{days % 365}d" : $"{years}y";
    }
}
