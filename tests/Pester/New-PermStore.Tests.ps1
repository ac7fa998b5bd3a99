BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:id = 'PermModule.Commands.NewPermStoreCommand'
}

Describe 'New-PermStore' {
    BeforeEach { $script:path = "$TestDrive/$([guid]::NewGuid())/perm.db" }

    It 'creates a store with the catalogue, connects to it and names the actor' {
        $store = New-PermStore $path -Actor tester
        $store | Should -BeOfType PermStore
        $store.Path, $store.Actor, $store.SchemaVersion, $store.Users | Should -Be $path, tester, 2, 0
        (Get-PermStore).Path | Should -Be $path
        (Get-PermRight).Count | Should -BeGreaterThan 100
        (Get-PermAuditEvent).Action, (Get-PermAuditEvent).Actor | Should -Be StoreCreated, tester
        Test-PermStore | Should -BeTrue
    }

    It 'takes the path by pipe, relative to the location of PowerShell' {
        Push-Location $TestDrive
        try { ([pscustomobject]@{ Path = './piped/perm.db' } | New-PermStore).Path | Should -Be (Join-Path $TestDrive piped/perm.db) } finally { Pop-Location }
    }

    It 'makes a file that only its owner can read' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'a file has no mode on Windows' }
        $null = New-PermStore $path
        (Get-Item $path).UnixMode | Should -BeLike '-rw-------*'
    }

    It 'refuses to replace a store without -Force, and stays connected' {
        $null = New-PermStore "$path.2"
        $null = New-PermStore $path
        $null = New-PermProfile Kept
        $null = Connect-PermStore "$path.2"
        { New-PermStore $path -ErrorAction Stop } | Should -Throw '*Connect-PermStore*' -ErrorId "StoreAlreadyExists,$id"
        (Get-PermStore).Path | Should -Be "$path.2"
        $null = Connect-PermStore $path
        (Get-PermProfile).Name | Should -Be Kept
    }

    It 'replaces a store with -Force, also the one in use, and keeps it, but never a file of another kind' {
        $null = New-PermStore $path
        $null = New-PermProfile Kept
        $null = New-PermStore $path -Force -Confirm:$false
        Get-PermProfile | Should -BeNullOrEmpty
        $null = Connect-PermStore (Get-Item "$path.replaced-*")
        (Get-PermProfile).Name | Should -Be Kept
        Set-Content "$path.txt" mine
        { New-PermStore "$path.txt" -Force -Confirm:$false } | Should -Throw -ErrorId "StoreCorrupt,$id"
        Get-Content "$path.txt" | Should -Be mine
    }

    It 'asks before it replaces a store, but not before it creates one' {
        (Get-Command New-PermStore).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be High
        $code = "Import-Module '$((Get-Module PermModule).Path)'; `$null = New-PermStore '$path'; `$null = New-PermProfile Kept; try { New-PermStore '$path' -Force } catch { `"asked: `$(`$_.FullyQualifiedErrorId) `$_`" }; (Get-PermProfile).Name"
        $said = pwsh -NoProfile -NonInteractive -Command $code
        $said | Should -HaveCount 2
        $said[0] | Should -BeLike "asked: CannotConfirm,$id *nobody can answer here.*"
        $said[1] | Should -Be Kept
    }

    It 'says that nobody can answer where the input has ended, as under cron' -Skip:$IsWindows {
        $null = New-PermStore $path
        $null = New-PermUser ann -Profile (New-PermProfile Kept)
        Disconnect-PermStore
        $said = bash -c "pwsh -NoProfile -Command 'Import-Module `"$((Get-Module PermModule).Path)`"; Remove-PermUser ann -Store `"$path`" ' < /dev/null" 2>&1
        "$said" | Should -BeLike '*has to be confirmed, and nobody can answer here.*'
        (Get-PermUser -Store $path).UserName | Should -Be ann
    }

    It 'does not replace a store that another session has open' {
        $null = New-PermStore $path
        $null = New-PermProfile Kept
        $other = [powershell]::Create().AddScript("Import-Module '$((Get-Module PermModule).Path)'; Connect-PermStore '$path'")
        try {
            $null = $other.Invoke()
            { New-PermStore $path -Force -Confirm:$false } | Should -Throw -ErrorId "StoreInUse,$id"
            Disconnect-PermStore
            { New-PermStore $path -Force -WhatIf } | Should -Throw -ErrorId "StoreInUse,$id"
            $null = Connect-PermStore $path
        }
        finally { $other.Dispose() }
        (Get-PermStore).Path | Should -Be $path
        (Get-PermProfile).Name | Should -Be Kept
    }

    It 'does not replace a store opened in the name of a user or read-only' {
        $null = New-PermStore $path
        $null = New-PermProfile Kept
        $null = New-PermUser ann -Profile Kept
        $null = Connect-PermStore $path -As ann
        { New-PermStore $path -Force -Confirm:$false } | Should -Throw -ErrorId "NotPermitted,$id"
        $null = Connect-PermStore $path -ReadOnly
        { New-PermStore $path -Force -Confirm:$false } | Should -Throw -ErrorId "StoreReadOnly,$id"
        (Get-PermUser).UserName | Should -Be ann
    }

    It 'changes nothing with -WhatIf' {
        Get-WhatIfText { New-PermStore $path -WhatIf } | Should -BeLike '*"Create permission store"*'
        Test-Path $path | Should -BeFalse
        $null = New-PermStore $path
        { New-PermStore $path -WhatIf } | Should -Throw -ErrorId "StoreAlreadyExists,$id"
        $null = New-PermProfile Kept
        Get-WhatIfText { New-PermStore $path -Force -WhatIf } | Should -BeLike '*"Replace the permission store, keeping it beside the new one"*'
        (Get-PermProfile).Name | Should -Be Kept
    }
}
