# Dot-sourced by the tests that need a portal: a fake one in a process of its own.
function Start-FakePortal {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param([int] $Users = 40)
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.ArgumentList.Add((Get-Item "$script:root/tests/Portal/bin/*/net10.0/PermModule.FakePortal.dll" | Sort-Object LastWriteTime | Select-Object -Last 1).FullName)
    $start.ArgumentList.Add($Users)
    # It ends when its input does, also when this process is killed.
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    [pscustomobject]@{ Process = $process; Uri = $process.StandardOutput.ReadLine(); Token = $process.StandardOutput.ReadLine() }
}

function Stop-FakePortal {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param([object] $Portal)
    Disconnect-PermPortal
    $Portal.Process.StandardInput.Close()
    $null = $Portal.Process.WaitForExit(10000)
    $Portal.Process.Dispose()
}

function Connect-FakePortal {
    param([object] $Portal)
    Connect-PermPortal $Portal.Uri -Token ([Net.NetworkCredential]::new('', $Portal.Token).SecurePassword) -RequestsPerSecond 10000 -RequestsPerWindow 1000000
}

function Invoke-FakePortal {
    # Changes something in the fake portal behind everybody's back, and gives its counts.
    param([object] $Portal, [string] $What = 'state', [Collections.IDictionary] $With = @{})
    Invoke-RestMethod "$($Portal.Uri)_fake/$What" -Method Post -Body ($With | ConvertTo-Json -Depth 4)
}
