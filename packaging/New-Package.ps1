#requires -Version 7.4
<#
.SYNOPSIS
Makes the module's package as a gallery takes it, and the core's as a NuGet library, in out/packages.
.DESCRIPTION
The module is laid out in out/package/PermModule/<version>/ from a Release build, gets its release notes, bill of materials and notices,
and is signed when SIGNING_CERTIFICATE holds the thumbprint of a code-signing certificate. PROJECT_URI is the address of the project and
HELP_INFO_URI that of updated help, where there are such: a package names no address that nobody answers at.
.PARAMETER CompileAhead
Makes also a ZIP of the module with machine code for the system and processor of this machine, and the native SQLite of these alone.
#>
[CmdletBinding()]
param([switch] $CompileAhead)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Set-StrictMode -Version Latest
$root = (Resolve-Path "$PSScriptRoot/..").Path
$version = (Import-PowerShellDataFile "$root/PermModule.psd1").ModuleVersion
$module = "$root/out/package/PermModule/$version"
$packages = "$root/out/packages"

function Get-Sbom {
    # CycloneDX, of what is shipped: the packages that the core's assembly resolves at run time, with the hashes of the lock file.
    $shipped = (Get-Content "$module/dependencies/PermModule.Core.deps.json" -Raw | ConvertFrom-Json -AsHashtable).libraries
    $locked = (Get-Content "$root/src/PermModule.Core/packages.lock.json" -Raw | ConvertFrom-Json -AsHashtable).dependencies.Values
    $source = (dotnet nuget locals global-packages --list) -replace '^global-packages: '
    $components = foreach ($key in $shipped.Keys | Where-Object { $shipped[$_].type -eq 'package' } | Sort-Object) {
        $name, $number = $key -split '/'
        $lock = $locked | ForEach-Object { $_[$name] } | Where-Object { $_ -and $_.resolved -eq $number } | Select-Object -First 1
        if (-not $lock) {
            throw "$key is shipped, and packages.lock.json does not name it."
        }
        $metadata = ([xml](Get-Content "$source/$($name.ToLowerInvariant())/$number/$($name.ToLowerInvariant()).nuspec" -Raw)).package.metadata
        $license = if ($metadata.license.type -ne 'expression') { @{ license = @{ name = 'See THIRD-PARTY-NOTICES.txt' } } }
        elseif ($metadata.license.InnerText -match ' ') { @{ expression = $metadata.license.InnerText } }
        else { @{ license = @{ id = $metadata.license.InnerText } } }
        [ordered]@{
            type      = 'library'
            'bom-ref' = "pkg:nuget/$name@$number"
            name      = $name
            version   = $number
            purl      = "pkg:nuget/$name@$number"
            licenses  = @($license)
            hashes    = @(@{ alg = 'SHA-512'; content = [Convert]::ToHexString([Convert]::FromBase64String($lock.contentHash)).ToLowerInvariant() })
        }
    }
    [ordered]@{
        bomFormat   = 'CycloneDX'
        specVersion = '1.6'
        version     = 1
        metadata    = @{ component = [ordered]@{ type = 'library'; 'bom-ref' = "PermModule@$version"; name = 'PermModule'; version = $version; licenses = @(@{ license = @{ id = 'MIT' } }) } }
        components  = @($components)
    } | ConvertTo-Json -Depth 8
}

function Get-Address {
    # An address in a variable of the environment, as it stands in the manifest.
    param([string] $Variable)
    $address = [Environment]::GetEnvironmentVariable($Variable)
    if ($address -notmatch "^https://[^\s'$]+$") {
        throw "$Variable holds '$address', which is no address that begins with https://."
    }
    $address
}

function Add-Signature {
    param([string] $Path)
    if ($env:SIGNING_CERTIFICATE) {
        $certificate = Get-Item "Cert:/CurrentUser/My/$env:SIGNING_CERTIFICATE"
        $signatures = Get-ChildItem $Path -Include PermModule*.dll, *.psd1, *.ps1xml -Recurse | Set-AuthenticodeSignature -Certificate $certificate -HashAlgorithm SHA256
        if ($signatures.Status -ne 'Valid') { throw "Signing failed: $($signatures.StatusMessage)" }
    }
}

if (Test-Path "$root/out/package") { Remove-Item "$root/out/package" -Recurse }
if (Test-Path $packages) { Remove-Item $packages -Recurse }
$null = New-Item $packages -ItemType Directory

dotnet build "$root/src/PermModule.Cmdlets" --configuration Release --verbosity quiet -clp:NoSummary "-p:ModuleOutput=$module/" -p:CompileAhead=false
if ($LASTEXITCODE) { throw 'The build failed.' }
dotnet pack "$root/src/PermModule.Core" --configuration Release --no-build --output $packages --verbosity quiet "-p:PackageProjectUrl=$env:PROJECT_URI"
if ($LASTEXITCODE) { throw 'Packing the core failed.' }

Copy-Item "$root/LICENSE", "$root/CHANGELOG.md", "$PSScriptRoot/THIRD-PARTY-NOTICES.txt", "$PSScriptRoot/icon.png" $module
Get-Sbom | Set-Content "$module/sbom.cdx.json"
$manifest = Get-Content "$root/PermModule.psd1" -Raw
$notes = [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent((& "$PSScriptRoot/Get-ReleaseNote.ps1" "$root/CHANGELOG.md" $version))
$manifest = $manifest -replace '(?m)^(\s*)Tags = ', ('$1ReleaseNotes = ''' + $notes.Replace('$', '$$') + "'`n" + '$1Tags = ')
if ($env:PROJECT_URI) { $manifest = $manifest -replace '(?m)^(\s*)Tags = ', ('$1ProjectUri = ''' + (Get-Address PROJECT_URI) + "'`n" + '$1Tags = ') }
if ($env:HELP_INFO_URI) { $manifest = $manifest -replace '(?m)^(\s*)FormatsToProcess = ', ('$1HelpInfoUri = ''' + (Get-Address HELP_INFO_URI) + "'`n" + '$1FormatsToProcess = ') }
$manifest | Set-Content "$module/PermModule.psd1" -NoNewline
$null = Test-ModuleManifest "$module/PermModule.psd1"

Add-Signature $module

# A package of a gallery is the folder of the module, and tags by which it is found.
$info = Import-PowerShellDataFile "$module/PermModule.psd1"
$tags = @('PSModule') + $info.PrivateData.PSData.Tags + ($info.CmdletsToExport -replace '^', 'PSCmdlet_') + ($info.CmdletsToExport -replace '^', 'PSCommand_') + 'PSIncludes_Cmdlet'
$nuspec = "$root/out/package/PermModule.nuspec"
@"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>PermModule</id>
    <version>$version</version>
    <authors>$($info.Author)</authors>
    <license type="expression">MIT</license>
    <icon>icon.png</icon>
    $($env:PROJECT_URI ? "<projectUrl>$([Security.SecurityElement]::Escape((Get-Address PROJECT_URI)))</projectUrl>" : '')
    <description>$([Security.SecurityElement]::Escape($info.Description))</description>
    <releaseNotes>$([Security.SecurityElement]::Escape($info.PrivateData.PSData.ReleaseNotes))</releaseNotes>
    <copyright>$($info.Copyright)</copyright>
    <tags>$($tags -join ' ')</tags>
  </metadata>
  <files>
    <file src="**" target="" />
  </files>
</package>
"@ | Set-Content $nuspec
dotnet pack "$root/src/PermModule.Cmdlets" --configuration Release --no-build --output $packages --verbosity quiet "-p:NuspecFile=$nuspec" "-p:NuspecBasePath=$module" '-p:NoWarn=NU5100%3BNU5128'
if ($LASTEXITCODE) { throw 'Packing the module failed.' }

# The packer compresses for speed; a package is packed once and fetched often.
$package = "$packages/PermModule.$version.nupkg"
$from = [IO.Compression.ZipFile]::OpenRead($package)
try {
    $to = [IO.Compression.ZipFile]::Open("$package.small", 'Create')
    try {
        foreach ($entry in $from.Entries) {
            $copy = $to.CreateEntry($entry.FullName, [IO.Compression.CompressionLevel]::SmallestSize)
            $copy.LastWriteTime = $entry.LastWriteTime
            $copy.ExternalAttributes = $entry.ExternalAttributes
            $read = $entry.Open()
            $write = $copy.Open()
            try { $read.CopyTo($write) } finally { $write.Dispose(); $read.Dispose() }
        }
    }
    finally { $to.Dispose() }
}
finally { $from.Dispose() }
Move-Item "$package.small" $package -Force

if ($CompileAhead) {
    # A gallery has one package for all; with the code for each of them it would be several times as large.
    $platform = [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier -replace '^(win|linux|osx)\S*-(\w+)$', '$1-$2'
    $ahead = "$root/out/package/$platform/PermModule/$version"
    dotnet build "$root/src/PermModule.Cmdlets" --configuration Release --verbosity quiet -clp:NoSummary "-p:ModuleOutput=$ahead/" -p:CompileAhead=true
    if ($LASTEXITCODE) { throw 'Compiling ahead failed.' }
    Get-ChildItem "$ahead/dependencies/runtimes" | Where-Object Name -NotLike $platform.Replace('-', '*-') | Remove-Item -Recurse
    Copy-Item "$module/LICENSE", "$module/CHANGELOG.md", "$module/THIRD-PARTY-NOTICES.txt", "$module/sbom.cdx.json", "$module/PermModule.psd1" $ahead
    Add-Signature $ahead
    [IO.Compression.ZipFile]::CreateFromDirectory("$root/out/package/$platform", "$packages/PermModule.$version.$platform.zip", 'SmallestSize', $false)
}

Get-ChildItem $packages | ForEach-Object { '{0}: {1:N0} KB' -f $_.Name, ($_.Length / 1KB) }
