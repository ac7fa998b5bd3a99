BeforeDiscovery {
    . $PSScriptRoot/Setup.ps1
    $parameters = foreach ($command in Get-Command -Module PermModule) {
        foreach ($parameter in $command.Parameters.Values | Where-Object { $_.ParameterType -ne [switch] -and $_.Name -notin [Management.Automation.Cmdlet]::CommonParameters }) {
            @{ Command = $command.Name; Parameter = $parameter.Name; Type = $parameter.ParameterType }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/Setup.ps1
    function Complete {
        # What the shell offers at the end of a line.
        param([string] $Line)
        [Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches | Where-Object ResultType -EQ ParameterValue
    }
}

Describe 'Completion' {
    BeforeAll {
        $null = New-Item "$TestDrive/folder/a-file.txt" -Force
        $store = New-TestStore
        $null = New-PermProfile "O'Brien & Söhne; 50 % `$x" -Description 'Odd'
        $null = New-PermProfile '2nd line'
        $null = New-PermGroup 'Brand team' -Description 'People of the brand'
        $null = New-PermUser ann -Email ann@example.com -FirstName Ann -LastName Berg -Profile Editor -Department 'Human resources' -Location Norway
        $null = New-PermUser anton -Email anton@example.com -Department Marketing -Location "Côte d'Ivoire" -Inactive
        $null = New-PermUser bob -Email bob@example.com -Department Marketing -JobTitle 'Head of press'
        $null = Submit-WaitingRoomItem -Kind Download -Requester bob -Asset 'Logo 2026.svg', banner.png -Reason campaign
    }

    It 'offers <Expected> for: <Line>' -ForEach @(
        @{ Line = 'Get-PermUser an'; Expected = 'ann', 'anton' }
        @{ Line = 'Get-PermUser AN'; Expected = 'ann', 'anton' }
        @{ Line = "Get-PermUser 'an"; Expected = 'ann', 'anton' }
        @{ Line = 'Get-PermUser "an'; Expected = 'ann', 'anton' }
        @{ Line = 'Set-PermUser -UserName b'; Expected = 'bob' }
        @{ Line = 'Disable-PermUser ann, b'; Expected = 'bob' }
        @{ Line = 'Compare-PermPortal Push -UserName an'; Expected = 'ann', 'anton' }
        @{ Line = 'Remove-PermUser an'; Expected = 'ann', 'anton' }
        @{ Line = 'Add-PermGroupMember -User b'; Expected = 'bob' }
        @{ Line = 'Get-PermEffectiveRight -User b'; Expected = 'bob' }
        @{ Line = 'Set-ContentWorkflowOwner b'; Expected = 'bob' }
        @{ Line = 'Submit-WaitingRoomItem -Requester b'; Expected = 'bob' }
        @{ Line = 'Get-PermProfile E'; Expected = 'Editor' }
        @{ Line = 'Remove-PermProfile Editor -MoveUsersTo V'; Expected = 'Viewer' }
        @{ Line = 'Compare-PermProfile Editor v'; Expected = 'Viewer' }
        @{ Line = 'Get-PermProfile O'; Expected = '''O''''Brien & Söhne; 50 % $x''' }
        @{ Line = 'Get-PermProfile 2'; Expected = "'2nd line'" }
        @{ Line = 'New-PermUser x -Profile V'; Expected = 'Viewer' }
        @{ Line = 'Get-PermGroup b'; Expected = "'Brand team'" }
        @{ Line = 'Get-PermUser -Group b'; Expected = "'Brand team'" }
        @{ Line = 'Get-PermUser -Department '; Expected = "'Human resources'", 'Marketing' }
        @{ Line = 'Get-PermUser -Location c'; Expected = "'Côte d''Ivoire'" }
        @{ Line = 'Get-PermSolution dat'; Expected = "'Dynamic Asset Transformations'" }
        @{ Line = 'Get-PermRight -Category collections'; Expected = 'Collections' }
        @{ Line = 'Get-PermRight asset-bank.asset.manage-br'; Expected = 'asset-bank.asset.manage-brands' }
        @{ Line = "Grant-PermRight Viewer 'Manage brands"; Expected = 'asset-bank.asset.manage-brands' }
        @{ Line = 'Get-WaitingRoomItem -Asset l'; Expected = "'Logo 2026.svg'" }
        @{ Line = 'Deny-WaitingRoomItem 1 -Asset b'; Expected = 'banner.png' }
        @{ Line = 'Invoke-PermAudit -Rule SeatL'; Expected = 'SeatLimitExceeded', 'SeatLimitNear' }
        @{ Line = 'Get-PermAuditRule unuseds'; Expected = 'UnusedSeat' }
        @{ Line = 'Get-PermAuditEvent -Action UserC'; Expected = 'UserChanged', 'UserCreated' }
        @{ Line = 'Get-PermAuditEvent -TargetType G'; Expected = 'Group' }
        @{ Line = 'Get-PermAuditEvent -Actor '; Expected = 'tester' }
        @{ Line = 'Get-PermAuditEvent br'; Expected = "'Brand team'" }
        @{ Line = 'Set-PermUser ann -JobTitle h'; Expected = "'Head of press'" }
        @{ Line = 'Get-WaitingRoomItem -OlderThan 2'; Expected = '2d' }
        @{ Line = 'Invoke-PermAudit -NotSeenFor 9'; Expected = '90' }
        @{ Line = 'Import-PermUser x.csv -MaxDeactivate 1'; Expected = '10', '10%', '100%' }
        @{ Line = 'Import-PermUser x.csv -Culture de-D'; Expected = 'de-DE' }
        @{ Line = 'Import-PermUser x.csv -Encoding windows-125'; Expected = 'windows-1252', 'windows-1250', 'windows-1251' }
        @{ Line = 'Remove-PermUser ann -Transfer b'; Expected = 'bob' }
        @{ Line = 'Get-PermUser -Email bob'; Expected = 'bob@example.com' }
        @{ Line = 'Set-SeatContract -Heavy '; Expected = 'unlimited' }
        @{ Line = 'Set-SeatContract -Currency ch'; Expected = 'CHF' }
        @{ Line = 'Set-PermUser ann -IsActive '; Expected = '$true', '$false' }
        @{ Line = 'Import-PermUser x.csv -Delimiter '; Expected = "','", "';'", '"`t"', "'|'" }
    ) {
        (Complete $Line).CompletionText | Should -BeExactly $Expected
    }

    It 'offers each currency once, with its name' {
        $offered = Complete 'Set-SeatContract -Currency '
        $offered.CompletionText | Should -Contain EUR
        $offered.CompletionText | Should -Be ($offered.CompletionText | Sort-Object -Unique)
        $offered.CompletionText | Should -Match '^[A-Z]{3}$'
        ($offered | Where-Object CompletionText -EQ EUR).ToolTip | Should -Be Euro
    }

    It 'offers open requests, who may decide on them, and stores used lately' {
        $id = (Get-WaitingRoomItem).Id
        $offered = Complete 'Approve-WaitingRoomItem '
        $offered.ListItemText | Should -Be "$id"
        $offered.ToolTip | Should -Be 'Download by bob: Logo 2026.svg, banner.png'
        (Complete 'Approve-WaitingRoomItem 1 -Auditor ').ListItemText | Should -BeNullOrEmpty
        $null = New-PermProfile Auditors -Right asset-bank.waiting-room.audit-download-requests
        $null = New-PermUser judge -Profile Auditors
        (Complete 'Approve-WaitingRoomItem 1 -Auditor ').ListItemText | Should -Be judge
        Remove-PermUser judge -Confirm:$false
        Remove-PermProfile Auditors -Confirm:$false
        (Complete 'Connect-PermStore perm').ListItemText | Should -Contain $store.Path
    }

    It 'offers files only where a file is meant, and whatever has a known set: <Command> -<Parameter>' -ForEach $parameters {
        $line = "$Command -$Parameter "
        Push-Location "$TestDrive/folder"
        try { $offered = [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches } finally { Pop-Location }
        $files = 'Path', 'LiteralPath', 'RejectPath', 'Destination', 'From', 'Compare', 'Reference', 'Difference', 'Store'
        if ($Parameter -in $files) { $offered.ListItemText | Should -Contain 'a-file.txt' } else { $offered.ListItemText | Should -Not -Contain 'a-file.txt' }
        $kind = [Nullable]::GetUnderlyingType($Type) ?? ($Type.IsArray ? $Type.GetElementType() : $Type)
        if ($kind.IsEnum -or $kind -in [bool], [DateTimeOffset]) { $offered | Should -Not -BeNullOrEmpty }
    }

    It 'offers the worksheets of the workbook that is named' {
        $null = Export-PermUser "$TestDrive/book.xlsx" -Force
        (Complete "Import-PermUser '$TestDrive/book.xlsx' -WorksheetName ").ListItemText | Should -Not -BeNullOrEmpty
        Complete "Import-PermUser '$TestDrive/none.xlsx' -WorksheetName " | Should -BeNullOrEmpty
    }

    It 'says what each name stands for' {
        (Complete 'Get-PermUser ann').ToolTip | Should -BeExactly 'Ann Berg, Editor (Regular)'
        (Complete 'Get-PermUser anton').ToolTip | Should -Match 'inactive'
        (Complete 'Get-PermProfile Edi').ToolTip | Should -BeExactly 'Regular, rights: 1, active users: 1'
        (Complete 'Get-PermGroup b').ToolTip | Should -Match 'People of the brand'
        (Complete 'Get-PermRight asset-bank.asset.manage-br').ToolTip | Should -Match '^Manage brands \(Heavy\)\. '
    }

    It 'offers what binds as it stands' {
        $text = (Complete 'Get-PermProfile O').CompletionText
        (& ([scriptblock]::Create("Get-PermProfile $text"))).Description | Should -Be Odd
    }

    It 'asks the store that is given' {
        $other = New-PermStore "$TestDrive/other/perm.db"
        $null = New-PermProfile Other
        try {
            Set-Variable given $store -Scope Global
            (Complete 'Get-PermProfile -Name V').CompletionText | Should -BeNullOrEmpty
            (Complete 'Get-PermProfile -Store $given -Name V').CompletionText | Should -Be Viewer
        }
        finally {
            Remove-Variable given -Scope Global
            $null = Connect-PermStore $store.Path
        }
        $other.Path | Should -Exist
    }

    It 'asks the store that the environment names, relative to the current location' {
        $before = $env:PERMMODULE_STORE
        Disconnect-PermStore
        Push-Location (Split-Path $store.Path)
        try {
            $env:PERMMODULE_STORE = './perm.db'
            (Complete 'Get-PermProfile Vi').CompletionText | Should -Be Viewer
        }
        finally {
            Pop-Location
            $env:PERMMODULE_STORE = $before
            $null = Connect-PermStore $store.Path
        }
    }

    It 'leaves the error list alone when there is no store' {
        $before = $env:PERMMODULE_STORE
        Disconnect-PermStore
        try {
            $env:PERMMODULE_STORE = "$TestDrive/there-is-none.db"
            $Error.Clear()
            Complete 'Get-PermUser a' | Should -BeNullOrEmpty
            $Error | Should -HaveCount 0
        }
        finally {
            $env:PERMMODULE_STORE = $before
            $null = Connect-PermStore $store.Path
        }
    }

    It 'offers no more than fits a screen and leaves the store usable' {
        $null = 1..300 | ForEach-Object { New-PermUser "many$_" -Department "Department $_" }
        (Complete 'Get-PermUser many').Count | Should -Be 100
        (Complete 'Get-PermUser -Department Dep').Count | Should -Be 100
        @(Get-PermUser many*).Count | Should -Be 300
    }

    It 'offers who may act in the store at a path' {
        (Complete "Connect-PermStore '$($store.Path)' -As a").CompletionText | Should -Be ann
        Disconnect-PermStore
        Push-Location (Split-Path $store.Path)
        try {
            (Complete 'Connect-PermStore -Path ./perm.db -As b').CompletionText | Should -Be bob
            (Complete 'Connect-PermStore ./perm.db -Actor t').CompletionText | Should -Be tester
            $Error.Clear()
            Complete 'Connect-PermStore ./there-is-none.db -As b' | Should -BeNullOrEmpty
            $Error | Should -HaveCount 0
            './there-is-none.db' | Should -Not -Exist
        }
        finally {
            Pop-Location
            $null = Connect-PermStore $store.Path
        }
    }

    It 'has a completer on every parameter that takes a stored name' {
        $names = 'User', 'As', 'Requester', 'Auditor', 'Profile', 'ReferenceProfile', 'DifferenceProfile', 'ToProfile', 'MoveUsersTo', 'CopyFrom', 'Group', 'Right', 'GrantRight', 'RevokeRight', 'Solution', 'Department', 'Location', 'Rule', 'ExcludeRule'
        $missing = foreach ($command in Get-Command -Module PermModule) {
            foreach ($parameter in $command.Parameters.Values) {
                $takesName = switch ($parameter.Name) {
                    UserName { $command.Verb -ne 'New' }
                    Asset { $command.Verb -ne 'Submit' }
                    Name { $command.Verb -ne 'New' -and $command.Noun -in 'PermProfile', 'PermGroup', 'PermSolution', 'PermAuditRule' }
                    default { $_ -in $names }
                }
                if ($takesName -and $parameter.ParameterType -ne [switch] -and -not ($parameter.Attributes | Where-Object { $_ -is [Management.Automation.ArgumentCompleterAttribute] })) {
                    "$($command.Name) -$($parameter.Name)"
                }
            }
        }
        $missing | Should -BeNullOrEmpty
    }
}
