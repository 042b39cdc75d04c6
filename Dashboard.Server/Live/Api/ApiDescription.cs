using System.Text.Json.Serialization;
using Dashboard.Server.Live.Pods;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Server.Live.Api;

/// <summary>/openapi/v1.json: describes the API, its parameters from the tables that they are read by.</summary>
internal static class ApiDescription
{
    public static void AddLiveApi(this IServiceCollection services)
    {
        services.AddProblemDetails();

        // The description is drawn from the same names and converters that messages are written with.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, LiveJson.Default);

            // Numbers are written as numbers only; without this every one is described as a number or a text.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            foreach (var converter in LiveJson.Default.Options.Converters)
            {
                json.SerializerOptions.Converters.Add(converter);
            }
        });
        services.AddOpenApi("v1", openApi =>
        {
            openApi.ShouldInclude = description => description.RelativePath?.StartsWith(LiveApi.Path.TrimStart('/'), StringComparison.Ordinal) == true;
            openApi.AddDocumentTransformer(Introduce);
            openApi.AddOperationTransformer(AddParameters);
            openApi.AddSchemaTransformer(DescribeSparklines);
        });
    }

    private static Task Introduce(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Dashboard",
            Version = "v1",
            Description = "Pods and nodes of a Kubernetes cluster, live and over time. Times are milliseconds since 1970 UTC, CPU is in nanocores, "
                + "memory in bytes; null means not known or not set, never zero. The hub /hubs/live streams the same messages. Errors are "
                + "problems of RFC 9457; their detail names cause and remedy.",
        };
        return Task.CompletedTask;
    }

    // A property with a converter of its own has no type that could be found out.
    private static Task DescribeSparklines(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo?.CustomConverter is SparkConverter)
        {
            schema.Type = JsonSchemaType.Array;
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.Integer | JsonSchemaType.Null, Format = "int64" };
        }

        return Task.CompletedTask;
    }

    private static Task AddParameters(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiParameters>().SelectMany(parameters => parameters.All))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Schema = parameter.Schema(),
                Explode = true,
                Style = ParameterStyle.Form,
            });
        }

        return Task.CompletedTask;
    }
}
