# The dashboard as a container: `docker build -t dashboard .`
# Three stages: the browser client, the server with it, and a runtime image without shell or root.

FROM node:20-bookworm-slim AS client
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY Dashboard.Client/package.json Dashboard.Client/
COPY tests/e2e/package.json tests/e2e/
RUN npm ci --workspace Dashboard.Client
COPY Dashboard.Client/ Dashboard.Client/
RUN npm run build --workspace Dashboard.Client

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS server
WORKDIR /src
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig BannedSymbols.txt ./
COPY Dashboard.Diagnostics/Dashboard.Diagnostics.csproj Dashboard.Diagnostics/packages.lock.json Dashboard.Diagnostics/
COPY Dashboard.Simulator/Dashboard.Simulator.csproj Dashboard.Simulator/packages.lock.json Dashboard.Simulator/
COPY Dashboard.Server/Dashboard.Server.csproj Dashboard.Server/Client.targets Dashboard.Server/packages.lock.json Dashboard.Server/
RUN dotnet restore Dashboard.Server --locked-mode
COPY Dashboard.Diagnostics/ Dashboard.Diagnostics/
COPY Dashboard.Simulator/ Dashboard.Simulator/
COPY Dashboard.Server/ Dashboard.Server/
COPY --from=client /src/Dashboard.Server/wwwroot/ Dashboard.Server/wwwroot/
RUN dotnet publish Dashboard.Server --configuration Release --no-restore --output /app -p:BuildClient=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS final
WORKDIR /app
COPY --from=server /app ./
ENV ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["dotnet", "Dashboard.Server.dll"]
